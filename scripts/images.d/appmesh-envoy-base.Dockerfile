# The drop-in image's base where a registry answers: Envoy's own image, and curl for health checks.
ARG BASE
FROM ${BASE}
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl && rm -rf /var/lib/apt/lists/*
