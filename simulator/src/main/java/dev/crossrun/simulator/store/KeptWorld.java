package dev.crossrun.simulator.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crossrun.simulator.world.Seed;
import dev.crossrun.simulator.world.Trail;
import dev.crossrun.simulator.world.World;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A world in a folder. {@code world.json} is what exists; each change replaces the file in one step. {@code trail.jsonl} is
 * CloudTrail, one event a line; {@code world.json} says how many bytes of it count, so that the two always fit together. What a
 * reply says is in the files before the reply is sent: a process that is killed loses nothing that a client knows of.
 */
public final class KeptWorld implements AutoCloseable {
    private static final String WORLD = "world.json";
    private static final String TRAIL = "trail.jsonl";

    /** The files of a world, in its folder. */
    public static final Set<String> FILES = Set.of(WORLD, TRAIL, "simulator.p12");

    private final World world;
    private final ObjectMapper json;
    private final Path snapshot;
    private final FileChannel trail;
    private byte[] last = {};
    private int events;
    private long length;

    private KeptWorld(World world, Path folder) throws IOException {
        this.world = world;
        this.json = WorldJson.mapper(world);
        this.snapshot = folder.resolve(WORLD);
        PrivateFile.createFolder(folder);
        this.trail = PrivateFile.open(folder.resolve(TRAIL));
    }

    /**
     * Reads what is in a folder into an empty world; plants the seed if there is nothing.
     *
     * @throws UnreadableWorld if the files cannot be read
     */
    public static KeptWorld open(Path folder, World world, Seed seed) {
        try {
            KeptWorld kept = new KeptWorld(world, folder);
            if (Files.exists(kept.snapshot)) {
                kept.restore();
            } else {
                kept.trail.truncate(0);
                seed.plant(world);
            }
            kept.keep();
            return kept;
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
    }

    private void restore() {
        try {
            JsonNode file = json.readTree(Files.readAllBytes(snapshot));
            length = file.required("trail").asLong();
            JsonNode content = file.required("world");
            json.readerForUpdating(world).readValue(content);
            // What this version does not know, or knows in addition, is not passed over.
            if (!json.readTree(json.writeValueAsBytes(world)).equals(content)) {
                throw new IOException("another version of Crossrun wrote it");
            }
            List<Trail.Event> recorded = recorded();
            world.trail().restore(recorded);
            events = recorded.size();
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableWorld(snapshot + " cannot be read: " + firstLine(e), e);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("it is damaged");
    }

    private List<Trail.Event> recorded() throws IOException {
        if (trail.size() < length) {
            throw new IOException(TRAIL + " has lost its end");
        }
        trail.truncate(length);
        List<Trail.Event> all = new ArrayList<>();
        for (String line : Files.readAllLines(snapshot.resolveSibling(TRAIL))) {
            all.add(json.readValue(line, Trail.Event.class));
        }
        return all;
    }

    /** Writes what has changed since the last time. */
    public void keep() {
        world.locked(() -> {
            try {
                write();
                return world;
            } catch (IOException e) {
                throw new UncheckedIOException("The simulated world cannot be kept in " + snapshot.getParent(), e);
            }
        });
    }

    private void write() throws IOException {
        List<Trail.Event> recorded = world.trail().recordedAfter(events);
        byte[] now = json.writeValueAsBytes(world);
        if (recorded.isEmpty() && Arrays.equals(now, last)) {
            return;
        }
        long longer = append(recorded);
        PrivateFile.replace(
                snapshot,
                ("{\"trail\":" + longer + ",\"world\":").getBytes(StandardCharsets.UTF_8),
                now,
                "}".getBytes(StandardCharsets.UTF_8));
        events += recorded.size();
        length = longer;
        last = now;
    }

    private long append(List<Trail.Event> recorded) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Trail.Event event : recorded) {
            lines.writeBytes(json.writeValueAsBytes(event));
            lines.write('\n');
        }
        ByteBuffer bytes = ByteBuffer.wrap(lines.toByteArray());
        long end = length;
        while (bytes.hasRemaining()) {
            end += trail.write(bytes, end);
        }
        return end;
    }

    @Override
    public void close() {
        try {
            trail.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
