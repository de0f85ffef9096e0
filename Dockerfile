# One image for worker, API, simulator and command line: the subcommand decides.
FROM eclipse-temurin:17-jdk AS build
WORKDIR /src
COPY . .
RUN ./mvnw -B -ntp -DskipTests package

FROM eclipse-temurin:17-jre
# The folders that compose mounts volumes over, which take their owner from here.
RUN useradd --system --uid 10001 crossrun \
    && install -d -o crossrun /var/lib/crossrun/worker /var/lib/crossrun/api /var/lib/crossrun/trust
COPY --from=build /src/standalone/target/crossrun/lib /opt/crossrun/lib
USER crossrun
WORKDIR /opt/crossrun
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-cp", "/opt/crossrun/lib/*", "dev.crossrun.standalone.Crossrun"]
