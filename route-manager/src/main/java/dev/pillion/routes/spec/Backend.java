package dev.pillion.routes.spec;

/// The kernel interface that iptables writes to. The two do not see each other's rules.
public enum Backend {
  /// nf_tables.
  NFT("nft"),
  /// The older ip_tables.
  LEGACY("legacy");

  private final String word;

  Backend(String word) {
    this.word = word;
  }

  /// As in `PILLION_IPTABLES` and in the names of the commands.
  public String word() {
    return word;
  }

  /// Its command for a family: `save` or `restore`, as in `ip6tables-nft-save`.
  public String command(Family family, String what) {
    return family.prefix() + "tables-" + word + "-" + what;
  }
}
