# One image for worker, API, simulator and command line: the subcommand decides.
FROM eclipse-temurin:17.0.17_10-jdk AS build
WORKDIR /src
COPY . .
RUN ./mvnw -B -ntp -DskipTests package

FROM eclipse-temurin:17.0.17_10-jre
# The folders that compose mounts volumes over, which take their owner from here.
RUN groupadd --gid 10001 crossrun && useradd --uid 10001 --gid 10001 --no-create-home crossrun \
    && install -d -o crossrun -g crossrun /var/lib/crossrun/worker /var/lib/crossrun/api /var/lib/crossrun/trust \
        /var/lib/crossrun/records
COPY --from=build /src/standalone/target/crossrun/lib /opt/crossrun/lib
COPY deploy/health.sh /opt/crossrun/health.sh
USER 10001:10001
WORKDIR /opt/crossrun
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-cp", "/opt/crossrun/lib/*", "dev.crossrun.standalone.Crossrun"]
