# Each of the three instances: 3 x 5 workers and the API's 2 are 2 x cores + 1 of the 8 cores.
workers = 5
timeout = 55
graceful_timeout = 60
max_requests = 1000
max_requests_jitter = 200
accesslog = "-"
