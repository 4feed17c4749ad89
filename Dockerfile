# One image for worker, server, migrations and the operator's commands. glibc: Temporal's native module does not load on musl.
FROM node:20-bookworm-slim
# The engine's client needs the certificates even where TLS is off.
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV NODE_ENV=production
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY . .
USER node
ENTRYPOINT ["node", "--import", "tsx"]
CMD ["workers/main.ts"]
