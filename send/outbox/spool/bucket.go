package spool

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// Bucket is a Store in a bucket of Amazon S3 or of a server that speaks its
// protocol: PREFIX/sha256/ab/abcd….
type Bucket struct {
	api            minio.Core
	bucket, prefix string
	in             *incoming
}

// BucketScheme begins the address of a Bucket.
const BucketScheme = "s3://"

// ErrCredentials says that there is no key for a bucket on this machine.
var ErrCredentials = errors.New("no credentials for the bucket: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE with a file of credentials, or give the machine a role")

const (
	// roleTimeout is how long a machine that may not be Amazon's is asked for its
	// role.
	roleTimeout = 3 * time.Second
	// uploadTries bounds how often a request is repeated; the outbox tries later.
	uploadTries = 4
)

// OpenBucket returns the Store at an address:
//
//	s3://BUCKET/PREFIX?endpoint=https://HOST:PORT&region=REGION
//
// Without an endpoint it is that of AWS_ENDPOINT_URL_S3, or Amazon's; without a
// region that of AWS_REGION. The key is found as Amazon's tools find it: in the
// environment, in the file of credentials, or as the role of the machine; it is
// never part of the address. Content is written to the folder dir first, for its
// sum names it. Nothing is asked of the server yet.
func OpenBucket(address, dir string) (*Bucket, error) {
	b, err := openBucket(address, dir)
	if err != nil {
		return nil, fmt.Errorf("spool: %w", err)
	}
	return b, nil
}

func openBucket(address, dir string) (*Bucket, error) {
	u, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(address, BucketScheme) || u.Host == "" {
		return nil, errors.New("the address of a bucket is s3://BUCKET/PREFIX")
	}
	if u.User != nil {
		return nil, fmt.Errorf("the address of the bucket %s holds a key; take it out and put it into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", u.Host)
	}
	server, opts, err := serverOf(u.Query())
	if err != nil {
		return nil, fmt.Errorf("the address of the bucket %s: %w", u.Host, err)
	}
	api, err := minio.NewCore(server, opts)
	if err != nil {
		return nil, err
	}
	in, err := openIncoming(filepath.Join(dir, "incoming"))
	if err != nil {
		return nil, err
	}
	return &Bucket{api: *api, bucket: u.Host, prefix: strings.Trim(u.Path, "/"), in: in}, nil
}

// serverOf reads the parameters of an address.
func serverOf(q url.Values) (server string, o *minio.Options, err error) {
	for name := range q {
		if name != "endpoint" && name != "region" {
			return "", nil, fmt.Errorf("there is no parameter %q; endpoint and region are those there are", name)
		}
	}
	region := firstOf(q.Get("region"), os.Getenv("AWS_REGION"), os.Getenv("AWS_DEFAULT_REGION"))
	endpoint := firstOf(q.Get("endpoint"), os.Getenv("AWS_ENDPOINT_URL_S3"), os.Getenv("AWS_ENDPOINT_URL"))
	secure, style := true, minio.BucketLookupAuto
	server = "s3.amazonaws.com"
	if endpoint != "" {
		u, err := url.Parse(endpoint)
		if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || strings.Trim(u.Path, "/") != "" || u.User != nil {
			return "", nil, fmt.Errorf("endpoint %q is not https://HOST or https://HOST:PORT", u.Redacted())
		}
		server, secure, style = u.Host, u.Scheme == "https", minio.BucketLookupPath
		region = firstOf(region, "us-east-1")
	}
	keys := credentials.NewChainCredentials([]credentials.Provider{
		&credentials.EnvAWS{}, &credentials.FileAWSCredentials{}, &credentials.IAM{Client: &http.Client{Timeout: roleTimeout}},
	})
	return server, &minio.Options{Creds: keys, Secure: secure, Region: region, BucketLookup: style, MaxRetries: uploadTries}, nil
}

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// Put implements Store. The server is told the sum and refuses other bytes; its
// answer is the promise that they are kept.
func (b *Bucket) Put(ctx context.Context, write func(io.Writer) error) (Blob, error) {
	blob, name, err := b.in.receive(ctx, write, func(f *os.File, blob Blob) error {
		_, err := b.api.PutObject(ctx, b.bucket, b.key(blob.Sum), io.NewSectionReader(f, 0, blob.Size), blob.Size, "", blob.Sum,
			minio.PutObjectOptions{ContentType: "message/rfc822", DisableContentSha256: true}) // of parts; the whole has one
		return b.explain(err)
	})
	if err != nil {
		return Blob{}, fmt.Errorf("spool: write message: %w", err)
	}
	_ = os.Remove(name) // what stays here goes with the next sweep
	return blob, nil
}

// Open implements Store.
func (b *Bucket) Open(ctx context.Context, blob Blob) (io.ReadCloser, error) {
	content, _, _, err := b.api.GetObject(ctx, b.bucket, b.key(blob.Sum), minio.GetObjectOptions{})
	if minio.ToErrorResponse(err).Code == minio.NoSuchKey {
		return nil, fmt.Errorf("spool: %w: %s", ErrMissing, b.where(blob.Sum))
	}
	if err != nil {
		return nil, fmt.Errorf("spool: %w", b.explain(err))
	}
	return checked(content, b.where(blob.Sum), blob), nil
}

// Sweep implements Store. It also removes what crashed writers of this machine
// left behind.
func (b *Bucket) Sweep(ctx context.Context, before time.Time, keep func(string) bool) (int64, error) {
	freed, err := b.in.sweep(ctx, before)
	if err != nil {
		return freed, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // ends the listing
	for o := range b.api.Client.ListObjectsIter(ctx, b.bucket, minio.ListObjectsOptions{Prefix: path.Join(b.prefix, folder) + "/", Recursive: true}) {
		err := o.Err
		if err == nil && (!o.LastModified.Before(before) || keep(path.Base(o.Key))) {
			continue
		}
		if err == nil {
			err = b.api.Client.RemoveObject(ctx, b.bucket, o.Key, minio.RemoveObjectOptions{})
		}
		if err != nil {
			return freed, fmt.Errorf("spool: sweep: %w", b.explain(err))
		}
		freed += o.Size
	}
	return freed, nil
}

func (b *Bucket) key(sum string) string { return path.Join(b.prefix, keyOf(sum)) }

func (b *Bucket) where(sum string) string { return BucketScheme + b.bucket + "/" + b.key(sum) }

// explain names the bucket, and what to do where the server only says no.
func (b *Bucket) explain(err error) error {
	if err == nil {
		return nil
	}
	if c, cerr := b.api.Client.GetCreds(); cerr != nil || c.AccessKeyID == "" {
		err = ErrCredentials
	}
	return fmt.Errorf("bucket %s at %s: %w", b.bucket, b.api.Client.EndpointURL().Host, err)
}
