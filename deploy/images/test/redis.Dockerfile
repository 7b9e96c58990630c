ARG BASE
FROM ${BASE}
USER redis
WORKDIR /var/lib/redis
EXPOSE 6379
# Published only on 127.0.0.1 of a test machine; the official image turns protected mode off too.
CMD ["redis-server", "--protected-mode", "no"]
