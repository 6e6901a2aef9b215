# Envoy for machines that reach no image registry: the binary over a C library.
ARG BASE
FROM ${BASE}
WORKDIR /tmp
WORKDIR /
COPY envoy /usr/local/bin/envoy
ENTRYPOINT ["/usr/local/bin/envoy"]
