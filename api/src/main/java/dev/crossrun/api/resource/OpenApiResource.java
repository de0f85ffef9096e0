package dev.crossrun.api.resource;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.api.openapi.OpenApi;
import dev.crossrun.api.openapi.Operation;
import dev.crossrun.api.run.OfferedRunbooks;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;

/** The OpenAPI document of this API. */
@Path("/v1/openapi.json")
@Produces(MediaType.APPLICATION_JSON)
public final class OpenApiResource {
    static final List<Class<?>> RESOURCES = List.of(
            RunbooksResource.class,
            RunsResource.class,
            UndoResource.class,
            RecordResource.class,
            RecordsResource.class,
            InboxResource.class,
            TasksResource.class,
            OpenApiResource.class);

    private final ObjectMapper mapper;
    private final OfferedRunbooks offered;
    private Optional<ObjectNode> document = Optional.empty();

    public OpenApiResource(ObjectMapper mapper, OfferedRunbooks offered) {
        this.mapper = mapper;
        this.offered = offered;
    }

    @Operation(id = "getOpenApi", summary = "This document")
    @GET
    public synchronized ObjectNode get() {
        if (document.isEmpty()) {
            document = Optional.of(OpenApi.document(mapper, offered, RESOURCES));
        }
        return document.get();
    }
}
