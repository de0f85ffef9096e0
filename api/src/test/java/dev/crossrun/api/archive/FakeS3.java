package dev.crossrun.api.archive;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A bucket with versioning, by the calls of Amazon S3's API reference that {@link S3Store} makes: PutObject with If-None-Match,
 * GetObject, DeleteObject of a version, ListObjectsV2 and ListObjectVersions, both in pages of two. It refuses everything else.
 */
final class FakeS3 implements AutoCloseable {
    static final String BUCKET = "records-of-crossrun";
    private static final int PAGE = 2;

    /** The versions of each key, the oldest first. */
    final NavigableMap<String, Map<String, byte[]>> objects = new TreeMap<>();

    /** How many of the next conditional writes find another one under way. */
    final AtomicInteger conflicts = new AtomicInteger();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private int versions;

    FakeS3() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    S3Client client() {
        return S3Client.builder()
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** An answer; its body is empty, an object or XML. */
    @SuppressWarnings("ArrayRecordComponent") // sent at once, never compared
    private record Answer(int status, byte[] body) {
        static Answer xml(String text) {
            return new Answer(200, text.getBytes(StandardCharsets.UTF_8));
        }

        static Answer error(int status, String code) {
            return new Answer(status, ("<Error><Code>" + code + "</Code></Error>").getBytes(StandardCharsets.UTF_8));
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] sent = exchange.getRequestBody().readAllBytes();
        Answer answer = answer(exchange, sent);
        boolean empty = answer.body().length == 0;
        exchange.sendResponseHeaders(answer.status(), empty ? -1 : answer.body().length);
        if (!empty) {
            exchange.getResponseBody().write(answer.body());
        }
        exchange.close();
    }

    private synchronized Answer answer(HttpExchange exchange, byte[] sent) {
        String signature = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!signature.startsWith("AWS4-HMAC-SHA256 Credential=id/") || !signature.contains("/eu-central-1/s3/")) {
            return Answer.error(403, "AccessDenied");
        }
        String path = exchange.getRequestURI().getPath();
        if (!path.startsWith("/" + BUCKET)) {
            return Answer.error(404, "NoSuchBucket");
        }
        String key = path.substring(BUCKET.length() + 1).replaceFirst("^/", "");
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        String call = exchange.getRequestMethod() + " "
                + (key.isEmpty() ? "bucket" : "object")
                + (query.containsKey("list-type") ? " list" : query.containsKey("versions") ? " versions" : "");
        return switch (call) {
            case "PUT object" -> put(exchange, key, sent);
            case "GET object" -> get(key);
            case "DELETE object" -> delete(key, query.getOrDefault("versionId", ""));
            case "GET bucket list" -> list(query);
            case "GET bucket versions" -> versions(query);
            default -> Answer.error(501, "NotImplemented");
        };
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new TreeMap<>();
        for (String term : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = term.split("=", 2);
            query.put(parts[0], parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private Answer put(HttpExchange exchange, String key, byte[] sent) {
        if (!"*".equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            return Answer.error(501, "NotImplemented");
        }
        if (conflicts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return Answer.error(409, "ConditionalRequestConflict");
        }
        if (objects.containsKey(key)) {
            return Answer.error(412, "PreconditionFailed");
        }
        String hash = String.valueOf(exchange.getRequestHeaders().getFirst("x-amz-content-sha256"));
        byte[] content = hash.startsWith("STREAMING-") ? unchunked(sent) : sent;
        overwrite(key, content);
        return new Answer(200, new byte[0]);
    }

    /** A new version, as somebody without conditions writes it. */
    synchronized void overwrite(String key, byte[] content) {
        objects.computeIfAbsent(key, any -> new LinkedHashMap<>()).put("v" + ++versions, content);
    }

    /** The chunks of "Signature calculations: transferring payload in multiple chunks", without their signatures and trailers. */
    private static byte[] unchunked(byte[] sent) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int end = at;
            while (sent[end] != '\r') {
                end++;
            }
            String head = new String(Arrays.copyOfRange(sent, at, end), StandardCharsets.US_ASCII);
            int size = Integer.parseInt(head.replaceFirst(";.*", ""), 16);
            if (size == 0) {
                return content.toByteArray();
            }
            content.write(sent, end + 2, size);
            at = end + 2 + size + 2;
        }
    }

    private Answer get(String key) {
        Map<String, byte[]> found = objects.getOrDefault(key, Map.of());
        return found.isEmpty()
                ? Answer.error(404, "NoSuchKey")
                : new Answer(
                        200,
                        found.values().stream().reduce((older, newer) -> newer).orElseThrow());
    }

    private Answer delete(String key, String version) {
        if (version.isEmpty()) {
            return Answer.error(501, "NotImplemented");
        }
        objects.getOrDefault(key, new LinkedHashMap<>()).remove(version);
        objects.values().removeIf(Map::isEmpty);
        return new Answer(204, new byte[0]);
    }

    private Answer list(Map<String, String> query) {
        List<String> keys = objects.keySet().stream()
                .filter(key -> key.startsWith(query.getOrDefault("prefix", "")))
                .filter(key -> key.compareTo(query.getOrDefault("continuation-token", "")) > 0)
                .toList();
        List<String> page = keys.subList(0, Math.min(PAGE, keys.size()));
        StringBuilder xml = new StringBuilder("<ListBucketResult>");
        page.forEach(key -> xml.append("<Contents><Key>").append(key).append("</Key></Contents>"));
        boolean more = page.size() < keys.size();
        xml.append("<IsTruncated>").append(more).append("</IsTruncated>");
        if (more) {
            xml.append("<NextContinuationToken>").append(page.get(PAGE - 1)).append("</NextContinuationToken>");
        }
        return Answer.xml(xml.append("</ListBucketResult>").toString());
    }

    private Answer versions(Map<String, String> query) {
        List<String> all = new ArrayList<>();
        objects.tailMap(query.getOrDefault("prefix", "")).forEach((key, kept) -> {
            if (key.startsWith(query.getOrDefault("prefix", ""))) {
                kept.keySet().forEach(version -> all.add(key + " " + version));
            }
        });
        String last = query.getOrDefault("key-marker", "") + " " + query.getOrDefault("version-id-marker", "");
        int from = all.indexOf(last) + 1;
        List<String> page = all.subList(from, Math.min(from + PAGE, all.size()));
        StringBuilder xml = new StringBuilder("<ListVersionsResult>");
        page.forEach(each -> xml.append("<Version><Key>")
                .append(each.replaceFirst(" .*", ""))
                .append("</Key><VersionId>")
                .append(each.replaceFirst(".* ", ""))
                .append("</VersionId></Version>"));
        boolean more = from + page.size() < all.size();
        xml.append("<IsTruncated>").append(more).append("</IsTruncated>");
        if (more) {
            String end = page.get(PAGE - 1);
            xml.append("<NextKeyMarker>").append(end.replaceFirst(" .*", "")).append("</NextKeyMarker>");
            xml.append("<NextVersionIdMarker>")
                    .append(end.replaceFirst(".* ", ""))
                    .append("</NextVersionIdMarker>");
        }
        return Answer.xml(xml.append("</ListVersionsResult>").toString());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
