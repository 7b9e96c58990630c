ARG BASE
FROM ${BASE}
RUN echo '[rabbitmq_management].' > /etc/rabbitmq/enabled_plugins
USER rabbitmq
ENV HOME=/var/lib/rabbitmq LANG=C.UTF-8 RABBITMQ_LOGS=-
EXPOSE 5672 15672
CMD ["/usr/lib/rabbitmq/bin/rabbitmq-server"]
