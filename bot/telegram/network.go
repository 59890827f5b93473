package telegram

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
)

func (c *Client) failed(method string, certain bool, cause string) *Error {
	return &Error{Method: method, Certain: certain, Cause: c.scrub(cause)}
}

// broken describes a call that got no whole answer. ctx is the call's own.
func (c *Client) broken(ctx context.Context, request *http.Request, method string, certain bool, err error) *Error {
	failed := c.failed(method, certain, cause(err))
	failed.Proxy = proxyOf(request)
	if ended := ctx.Err(); ended != nil {
		failed.ended = ended
		failed.Cause = "cancelled"
		if errors.Is(ended, context.DeadlineExceeded) {
			failed.Cause = "no answer in time"
		}
	}
	return failed
}

// proxy is the one that the environment names for a request. Of a password with
// a sign that ends an address, the beginning would be taken for the port, and shown.
func proxy(r *http.Request) (*url.URL, error) {
	u, err := http.ProxyFromEnvironment(r)
	if u != nil && strings.Contains(u.Path+u.RawQuery+u.Fragment, "@") {
		return nil, errors.New("the address of the proxy in " + proxyVariable(r) + " is not valid; in a password # is written as %23, / as %2F, ? as %3F")
	}
	return u, err
}

// proxyOf names the proxy of a request, without who logs in there; "" for none.
func proxyOf(r *http.Request) string {
	u, err := proxy(r)
	if err != nil || u == nil {
		return ""
	}
	return u.Host + " (" + proxyVariable(r) + ")"
}

func proxyVariable(r *http.Request) string { return strings.ToUpper(r.URL.Scheme) + "_PROXY" }

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
