# docker build -t ankigen . && docker run --rm -v "$PWD:/bank" ankigen build
FROM python:3.13-slim
COPY pyproject.toml README.md LICENSE /src/
COPY ankigen /src/ankigen
COPY templates /src/templates
COPY docs /src/docs
RUN pip install --no-cache-dir /src && rm -r /src
WORKDIR /bank
ENTRYPOINT ["ankigen"]
