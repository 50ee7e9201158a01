"""The web server, the same under `make run` and in the container; the address comes from the command line."""

import os

worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 10
keepalive = 5
limit_request_line = 8190  # a question of 600 Arabic letters is 3,600 signs of an address, before its filters
# Workers prove that they live by touching a file: in memory, so that a slow disk kills none.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
control_socket_disable = True
accesslog = "-"
errorlog = "-"
