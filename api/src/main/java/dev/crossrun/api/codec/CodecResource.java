package dev.crossrun.api.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.domain.Fault;
import dev.crossrun.run.actor.Role;
import dev.crossrun.temporal.PayloadReader;
import dev.crossrun.temporal.RefusedPayloadException;
import io.dropwizard.auth.Auth;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decrypts payloads for the Temporal UI ("Codec Server", Temporal documentation). A body is {@code temporal.api.common.v1.Payloads} as
 * proto3 JSON. Query parameters, such as {@code preserveStorageRefs} of UI 2.54, change nothing. It encrypts nothing: an answer that somebody writes in the UI would be one past this API.
 */
@Path("/codec/decode")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class CodecResource {
    private static final Logger LOG = LoggerFactory.getLogger(CodecResource.class);

    private final PayloadReader reader;
    private final String namespace;
    private final Set<Role> roles;

    /** For payloads of the namespace, and people with one of the roles. */
    public CodecResource(PayloadReader reader, String namespace, Set<Role> roles) {
        this.reader = reader;
        this.namespace = namespace;
        this.roles = Set.copyOf(roles);
    }

    /** Answers with the payloads in the same order; one that is not encrypted comes back as it is. */
    @POST
    public Response decode(@Auth Principal caller, @HeaderParam("X-Namespace") @Nullable String of, byte[] body) {
        if (!caller.hasEverywhere(roles)) {
            throw ApiException.forbidden("This takes one of the roles " + new TreeSet<>(roles) + ", for every run");
        }
        if (!namespace.equals(of)) {
            throw ApiException.invalid("/X-Namespace", "must be " + namespace + ", the namespace of this API");
        }
        Payloads encrypted = parsed(body);
        Set<String> workflows = new TreeSet<>();
        Payloads.Builder clear = Payloads.newBuilder();
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < encrypted.getPayloadsCount(); i++) {
            Payload payload = encrypted.getPayloads(i);
            try {
                clear.addPayloads(reader.read(payload));
                PayloadReader.workflow(payload).ifPresent(workflows::add);
            } catch (RefusedPayloadException refused) {
                faults.add(new Fault("/payloads/" + i, String.valueOf(refused.getMessage())));
            }
        }
        LOG.info(
                "{} of {} decrypted {} payloads of {}",
                caller.getName(),
                caller.actor().issuer(),
                clear.getPayloadsCount(),
                workflows);
        if (!faults.isEmpty()) {
            throw ApiException.invalid("Some payloads cannot be decrypted", faults);
        }
        return Response.ok(json(clear.build()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static Payloads parsed(byte[] body) {
        Payloads.Builder payloads = Payloads.newBuilder();
        try {
            JsonFormat.parser().merge(new String(body, StandardCharsets.UTF_8), payloads);
        } catch (InvalidProtocolBufferException e) {
            throw ApiException.malformed("The body is not temporal.api.common.v1.Payloads as JSON");
        }
        return payloads.build();
    }

    private static String json(Payloads payloads) {
        try {
            return JsonFormat.printer().omittingInsignificantWhitespace().print(payloads);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("payloads have no field of an unknown type", e);
        }
    }
}
