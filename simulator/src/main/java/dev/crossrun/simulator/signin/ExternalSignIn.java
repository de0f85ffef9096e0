package dev.crossrun.simulator.signin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.entra.EntraSamlSignIn;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.saml.Assertion;
import dev.crossrun.simulator.saml.ProviderMetadata;
import dev.crossrun.simulator.saml.ReceivedResponse;
import dev.crossrun.simulator.signin.SignInResult.Where;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.TrailEntry;
import dev.crossrun.simulator.world.World;

/**
 * Signing in by the external identity provider: Identity Center sends the browser there, and believes the response that
 * comes back if it is signed by who its metadata says and meant for this very endpoint.
 */
final class ExternalSignIn {
    private final World world;

    ExternalSignIn(World world) {
        this.world = world;
    }

    /** The name id that the provider vouches for. */
    String authenticate(IdentityCenter center, String userName) {
        ProviderMetadata provider =
                ProviderMetadata.parse(center.source().providerMetadata().orElseThrow());
        EntraTenant tenant = world.entra()
                .filter(each -> each.entityId().equals(provider.entityId()))
                .orElseThrow(() -> new SignInRefusedException(
                        Where.IDENTITY_PROVIDER, "This site can't be reached: " + provider.entityId()));
        try {
            String response = new EntraSamlSignIn(tenant).respond(center.entityId(), center.acsUrl(), userName);
            return accept(center, provider, response, userName);
        } catch (EntraSamlSignIn.Refused e) {
            throw new SignInRefusedException(Where.IDENTITY_PROVIDER, e.page());
        }
    }

    private String accept(IdentityCenter center, ProviderMetadata provider, String response, String userName) {
        ReceivedResponse received = ReceivedResponse.read(response).orElseThrow();
        Assertion assertion = received.assertion();
        boolean good = received.isSignedBy(provider.certificates())
                && assertion.issuer().equals(provider.entityId())
                && assertion.audience().equals(center.entityId())
                && assertion.destination().equals(center.acsUrl())
                && received.isValidAt(world.now());
        record(center, userName, good);
        if (!good) {
            throw new SignInRefusedException(
                    Where.PORTAL, "Something went wrong: Looks like this response is not valid. Try again.");
        }
        return assertion.subject().value();
    }

    private void record(IdentityCenter center, String userName, boolean good) {
        ObjectNode identity = JsonNodeFactory.instance
                .objectNode()
                .put("type", "Unknown")
                .put("accountId", center.ownerAccountId())
                .put("userName", userName);
        ObjectNode response =
                JsonNodeFactory.instance.objectNode().put("ExternalIdPDirectoryLogin", good ? "Success" : "Failure");
        TrailEntry entry = TrailEntry.of("signin.amazonaws.com", "ExternalIdPDirectoryLogin", userName, identity)
                .withResponse(response)
                .asServiceEvent();
        world.trail()
                .record(
                        center.ownerAccountId(),
                        center.region(),
                        good ? entry : entry.withError("", "Not a valid response for the provided request id"));
    }
}
