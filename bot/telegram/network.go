package telegram

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/url"
	"strings"
	"syscall"
)

func (c *Client) failed(method string, certain bool, cause string) *Error {
	return &Error{Method: method, Certain: certain, Cause: c.scrub(cause)}
}

// broken describes a call that got no whole answer. ctx is the call's own.
func (c *Client) broken(ctx context.Context, method string, certain bool, err error) *Error {
	failed := c.failed(method, certain, cause(err))
	if ended := ctx.Err(); ended != nil {
		failed.ended = ended
		failed.Cause = "cancelled"
		if errors.Is(ended, context.DeadlineExceeded) {
			failed.Cause = "no answer in time"
		}
	}
	return failed
}

// cause puts a network error into words without the URL.
func cause(err error) string {
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	var lookup *net.DNSError
	var certificate *tls.CertificateVerificationError
	var invalid x509.CertificateInvalidError
	var unknown x509.UnknownAuthorityError
	var timeout net.Error
	switch {
	case errors.As(err, &lookup):
		return "host name not found: " + lookup.Name
	case errors.As(err, &certificate), errors.As(err, &invalid), errors.As(err, &unknown):
		return "the server's certificate is not accepted: " + firstLine(err)
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "connection cut"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "no answer in time"
	}
	return firstLine(err)
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	if len(line) > 200 {
		line = strings.ToValidUTF8(line[:200], "") + "…"
	}
	return line
}
