package dev.pillion.cli;

import dev.pillion.mesh.model.MeshException;
import picocli.CommandLine.ITypeConverter;

/// A host and a port as a person types them: `127.0.0.1:9391` or `[::1]:9391`.
record Address(String host, int port) {
  static Address parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon > 0) {
      String host = text.substring(0, colon).replaceAll("^\\[|]$", "");
      try {
        int port = Integer.parseInt(text.substring(colon + 1));
        if (!host.isEmpty() && port >= 0 && port <= 65_535) {
          return new Address(host, port);
        }
      } catch (NumberFormatException _) {
        // said below, with the whole text
      }
    }
    throw new MeshException(
        MeshException.Code.INVALID,
        "address '" + text + "'",
        "is not HOST:PORT with a port of 0 to 65535",
        "write it as 127.0.0.1:9391 or [::1]:9391");
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  static final class Converter implements ITypeConverter<Address> {
    @Override
    public Address convert(String text) {
      try {
        return parse(text);
      } catch (MeshException e) {
        throw new picocli.CommandLine.TypeConversionException(e.getMessage());
      }
    }
  }
}
