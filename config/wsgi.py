"""The pages' entry for Granian."""

from django.core.wsgi import get_wsgi_application

from config.warming import warm

application = get_wsgi_application()
warm()
