package dev.crossrun.desk.asset;

import dev.crossrun.api.problem.ApiException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Serves style sheet, scripts and icon; a name that is none of them is 404. */
@Path("/assets/{version}/{name}")
public final class AssetController {
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    @GET
    public Response get(@PathParam("version") String version, @PathParam("name") String name) {
        Assets.Asset asset = Assets.find(name)
                .filter(known -> known.version().equals(version))
                .orElseThrow(() -> ApiException.notFound("There is no such file"));
        return Response.ok(asset.content(), asset.mediaType())
                .header(HttpHeaders.CACHE_CONTROL, FOR_EVER)
                .build();
    }
}
