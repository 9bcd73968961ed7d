import multiprocessing

workers = multiprocessing.cpu_count() * 2 + 1
timeout = 120
graceful_timeout = 60
max_requests = 1000
accesslog = "-"
