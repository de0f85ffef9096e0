package dev.crossrun.api.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.nimbusds.jose.JWSObject;
import dev.crossrun.domain.Sha256;
import dev.crossrun.run.actor.Actor;
import java.text.ParseException;
import java.time.Instant;
import java.util.Optional;

/**
 * An entry of the chain.
 *
 * @param n from 1, without gaps
 * @param run its id
 * @param undoes the id of the run that this one undoes
 * @param body the SHA-256 of salt and plain record, under which the encrypted record is kept; absent in a tombstone
 * @param by who erased the record
 * @param reason why it was erased
 * @param previous the SHA-256 of the file of the entry before; absent in the first
 */
public record Entry(
        int n,
        Instant time,
        Kind kind,
        String run,
        Optional<String> undoes,
        Optional<Sha256> body,
        Optional<Actor> by,
        Optional<String> reason,
        Optional<Sha256> previous) {
    /** How JSON is written into the archive and read from it: fields of a later version are passed over. */
    public static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    static final String FOLDER = "chain";
    static final String BODIES = "bodies";

    /** What an entry says. */
    public enum Kind {
        /** The record of a run. */
        RECORD,
        /** The record of a run that undoes another one. */
        UNDO,
        /** The record of a run was erased. */
        TOMBSTONE
    }

    /** The record of a run. */
    public static Entry record(String run, Optional<String> undoes, Sha256 body) {
        return new Entry(
                0,
                Instant.EPOCH,
                undoes.isPresent() ? Kind.UNDO : Kind.RECORD,
                run,
                undoes,
                Optional.of(body),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The record of a run was erased. */
    public static Entry tombstone(String run, Actor by, String reason) {
        return new Entry(
                0,
                Instant.EPOCH,
                Kind.TOMBSTONE,
                run,
                Optional.empty(),
                Optional.empty(),
                Optional.of(by),
                Optional.of(reason),
                Optional.empty());
    }

    Entry at(int number, Instant now, Optional<Sha256> before) {
        return new Entry(number, now, kind, run, undoes, body, by, reason, before);
    }

    static String file(int n) {
        return "%s/%010d.jws".formatted(FOLDER, n);
    }

    static String body(Sha256 hash) {
        return BODIES + "/" + hash + ".jwe";
    }

    String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an entry is always written", e);
        }
    }

    /** Reads an entry from a file of the chain, without checking its signature. Empty if the file is no entry. */
    static Optional<Entry> parse(String jws) {
        try {
            return Optional.of(JSON.readValue(JWSObject.parse(jws).getPayload().toString(), Entry.class));
        } catch (ParseException | JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
