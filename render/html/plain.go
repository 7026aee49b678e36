package html

func plain(b *body, o *Options) []byte { return nil }
