package pdf

// graphicsMode ends the text object and whatever sequence hangs on it, as q, Q and cm may not stand inside.
func (n *native) graphicsMode() {
	n.closeMark()
	n.endText()
}

// prepare opens the sequence that the next item belongs to, in or out of a text object. Sequences and text objects
// may not overlap (ISO 32000-1 14.6.1).
func (n *native) prepare(text bool) {
	p := n.page
	if p.open && (p.tag != p.wanted || p.lang != p.langNew || p.openedInText && !text) {
		n.closeMark()
	}
	if text && !p.inText {
		n.content = append(n.content, "BT\n"...)
		p.inText, p.x, p.y, p.skew = true, 0, 0, 0
	} else if !text && p.inText {
		n.endText()
	}
	if !p.open {
		n.openMark()
	}
}

func (n *native) openMark() {
	p := n.page
	p.open, p.openedInText, p.tag, p.lang = true, p.inText, p.wanted, p.langNew
	if p.tag == nil {
		n.content = append(n.content, "/Artifact BMC\n"...)
		return
	}
	b := n.content
	if p.lang != "" {
		b = append(appendText(append(b, "/Span<</Lang"...), p.lang), "/MCID "...)
	} else {
		b = append(appendName(b, string(p.tag.Kind)), "<</MCID "...)
	}
	n.content = append(appendInt(b, p.mcids), ">>BDC\n"...)
	n.tree.marked(p.tag, p.number, p.mcids)
	p.mcids++
}

func (n *native) closeMark() {
	p := n.page
	if !p.open {
		return
	}
	if p.inText && !p.openedInText {
		n.endText()
	}
	n.content = append(n.content, "EMC\n"...)
	p.open = false
}

func (n *native) endText() {
	if n.page.inText {
		n.content = append(n.content, "ET\n"...)
		n.page.inText = false
	}
}
