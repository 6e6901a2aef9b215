package dev.pillion.localecs;

/// Numbers of TCP connection attempts (SYN packets, repeats included), by address family.
public record Syns(long ipv4, long ipv6) {
  /// Both families together.
  public long total() {
    return ipv4 + ipv6;
  }
}
