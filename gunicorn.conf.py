"""How gunicorn serves ``config.wsgi``, under ``make run`` or alone.

The service is loaded once, before the workers: they share its memory, and a wrong setting stops the
start instead of being tried for ever.
"""

preload_app = True
worker_class = "gthread"
workers = 2
threads = 4
graceful_timeout = 10
control_socket_disable = True
loglevel = "warning"
