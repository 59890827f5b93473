# A static binary in an image without shell or package manager, run without root.
# Keep the Go version equal to go.mod's; .ci/run compares them.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/secretary . \
    && mkdir -m 0700 /out/data /out/keys

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/secretary /usr/local/bin/secretary
# A new volume takes owner and mode from the image, so that the program may
# write there without being root. 65532 is the image's "nonroot".
COPY --from=build --chown=65532:65532 /out/data /data
COPY --from=build --chown=65532:65532 /out/keys /keys

# persona.md lies in /config, and config.yaml may: every key is also an environment
# variable. The key has a volume of its own, apart from what it seals.
WORKDIR /config
ENV SECRETARY_DATA_DIR=/data \
    SECRETARY_DATA_KEY_FILE=/keys/data.key
VOLUME ["/data", "/keys"]
USER 65532:65532

HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["/usr/local/bin/secretary", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/secretary"]
CMD ["run"]
