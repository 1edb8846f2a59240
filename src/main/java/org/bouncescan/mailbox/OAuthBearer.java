package org.bouncescan.mailbox;

import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.Security;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslClientFactory;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/** The SASL mechanism OAUTHBEARER (RFC 7628), which neither the JDK nor the mail library has. */
public final class OAuthBearer implements SaslClientFactory {
  static final String MECHANISM = "OAUTHBEARER";
  private static final String PROVIDER = "Bouncescan-OAUTHBEARER";

  /** For the security provider, which makes factories by reflection. */
  public OAuthBearer() {}

  /** Makes the mechanism known to the JVM, once. */
  static synchronized void register() {
    if (Security.getProvider(PROVIDER) == null) {
      Security.addProvider(new MechanismProvider());
    }
  }

  private static final class MechanismProvider extends Provider {
    private static final long serialVersionUID = 1;

    MechanismProvider() {
      super(PROVIDER, "1", "SASL OAUTHBEARER (RFC 7628)");
      put("SaslClientFactory." + MECHANISM, OAuthBearer.class.getName());
    }
  }

  @Override
  public @Nullable SaslClient createSaslClient(
      String[] mechanisms,
      @Nullable String authorizationId,
      String protocol,
      String serverName,
      Map<String, ?> properties,
      CallbackHandler handler)
      throws SaslException {
    for (String mechanism : mechanisms) {
      if (mechanism.equals(MECHANISM)) {
        return new Client(handler);
      }
    }
    return null;
  }

  @Override
  public String[] getMechanismNames(Map<String, ?> properties) {
    return new String[] {MECHANISM};
  }

  private static final class Client implements SaslClient {
    private final CallbackHandler handler;
    private boolean sent;

    Client(CallbackHandler handler) {
      this.handler = handler;
    }

    @Override
    public String getMechanismName() {
      return MECHANISM;
    }

    @Override
    public boolean hasInitialResponse() {
      return true;
    }

    @Override
    public byte[] evaluateChallenge(byte[] challenge) throws SaslException {
      if (sent) { // the server tells why it refuses and waits for this to end the exchange (RFC
        // 7628 section 3.2.3)
        return new byte[] {1};
      }
      NameCallback name = new NameCallback("user");
      PasswordCallback token = new PasswordCallback("token", false);
      try {
        handler.handle(new Callback[] {name, token});
      } catch (java.io.IOException | UnsupportedCallbackException e) {
        throw new SaslException("no token", e);
      }
      sent = true;
      String user = name.getName().replace("=", "=3D").replace(",", "=2C");
      String response =
          "n,a=" + user + ",\u0001auth=Bearer " + new String(token.getPassword()) + "\u0001\u0001";
      return response.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean isComplete() {
      return sent;
    }

    @Override
    public byte[] unwrap(byte[] incoming, int offset, int length) {
      throw new IllegalStateException("no security layer");
    }

    @Override
    public byte[] wrap(byte[] outgoing, int offset, int length) {
      throw new IllegalStateException("no security layer");
    }

    @Override
    public @Nullable Object getNegotiatedProperty(String name) {
      return null;
    }

    @Override
    public void dispose() {}
  }
}
