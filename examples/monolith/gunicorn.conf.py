import multiprocessing
import os

bind = "127.0.0.1:8000"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", multiprocessing.cpu_count()))
threads = 4
timeout = 30
graceful_timeout = 30
keepalive = 75
