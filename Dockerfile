# One image for worker, API, simulator and command line: the subcommand decides.
FROM eclipse-temurin:17-jdk AS build
WORKDIR /src
COPY . .
RUN ./mvnw -B -ntp -DskipTests package

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 crossrun
COPY --from=build /src/standalone/target/crossrun/lib /opt/crossrun/lib
USER crossrun
WORKDIR /opt/crossrun
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-cp", "/opt/crossrun/lib/*", "dev.crossrun.standalone.Crossrun"]
