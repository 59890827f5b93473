package service

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Figure is one number that Prometheus reads.
type Figure struct {
	Name  string // without the prefix "secretary_"
	Help  string
	Total bool // it only grows (a counter), else a gauge
	Label string
	Kind  string // value of the label; both empty: none
	Value float64
}

// Metrics serves figures at http://ADDRESS/metrics.
type Metrics struct {
	listener net.Listener
	server   *http.Server
}

// Listen opens the address, which the configuration has made sure is this
// machine's own. read is called for each request.
func Listen(address string, read func() ([]Figure, error), log *slog.Logger) (*Metrics, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen for metrics at %q: %w", address, err)
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), reader{read, log})
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{ErrorHandling: promhttp.HTTPErrorOnError}))
	return &Metrics{listener, &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, WriteTimeout: 30 * time.Second}}, nil
}

// Addr is where it listens.
func (m *Metrics) Addr() string { return m.listener.Addr().String() }

// Run serves until ctx ends.
func (m *Metrics) Run(ctx context.Context) error {
	stop := context.AfterFunc(ctx, func() { _ = m.server.Close() })
	defer stop()
	if err := m.server.Serve(m.listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve metrics: %w", err)
	}
	return nil
}

// reader is a Prometheus collector that asks for the figures when it is read.
type reader struct {
	read func() ([]Figure, error)
	log  *slog.Logger
}

// Describe says nothing: the figures are known when they are read.
func (reader) Describe(chan<- *prometheus.Desc) {}

// Collect gives the figures of this moment; none if they cannot be read.
func (r reader) Collect(out chan<- prometheus.Metric) {
	figures, err := r.read()
	if err != nil {
		r.log.Warn("figures cannot be read", "err", err)
		return
	}
	for _, f := range figures {
		kind := prometheus.GaugeValue
		if f.Total {
			kind = prometheus.CounterValue
		}
		var labels, values []string
		if f.Label != "" {
			labels, values = []string{f.Label}, []string{f.Kind}
		}
		metric, err := prometheus.NewConstMetric(prometheus.NewDesc("secretary_"+f.Name, f.Help, labels, nil), kind, f.Value, values...)
		if err != nil {
			r.log.Warn("a figure is left out", "figure", f.Name, "err", err)
			continue
		}
		out <- metric
	}
}
