// Package service is what the machine around the secretary hears of it: systemd
// is told when it is ready and that it lives (sd_notify, watchdog), a SIGHUP
// changes the log level, and Prometheus may read figures on loopback. Nothing
// here holds a name, a text or a secret.
package service
