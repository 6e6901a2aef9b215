package dev.pillion.routes.spec;

/// Addresses as text. Own code, since the JDK's takes `1.2` for an address and starts its whole
/// network library for it. Parsed addresses are eight groups of 16 bits, IPv4 in the last two; no
/// group at all stands for text that is no address.
final class AddressText {
  private static final int[] NONE = {};

  private AddressText() {}

  static int[] ipv4(String text) {
    var bytes = text.split("\\.", -1);
    if (bytes.length != 4) {
      return NONE;
    }
    long value = 0;
    for (var part : bytes) {
      var octal = part.length() > 1 && part.charAt(0) == '0';
      var number = octal ? -1 : number(part, 10, 3);
      if (number < 0 || number > 255) {
        return NONE;
      }
      value = value << 8 | number;
    }
    return new int[] {0, 0, 0, 0, 0, 0, (int) (value >> 16), (int) (value & 0xffff)};
  }

  static int[] ipv6(String text) {
    var dot = text.indexOf('.');
    if (dot >= 0 && dot < text.lastIndexOf(':')) {
      return NONE;
    }
    var gap = text.indexOf("::");
    if (gap < 0) {
      var all = groups(text);
      return all.length == 8 ? all : NONE;
    }
    var left = groups(text.substring(0, gap));
    var right = groups(text.substring(gap + 2));
    var wrong =
        (left.length == 0 && gap > 0)
            || (right.length == 0 && gap + 2 < text.length())
            || left.length + right.length > 7;
    if (wrong) {
      return NONE;
    }
    var all = new int[8];
    System.arraycopy(left, 0, all, 0, left.length);
    System.arraycopy(right, 0, all, 8 - right.length, right.length);
    return all;
  }

  private static int[] groups(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    var parts = text.split(":", -1);
    var last = parts[parts.length - 1];
    var mixed = last.indexOf('.') >= 0;
    var groups = new int[parts.length + (mixed ? 1 : 0)];
    for (var i = 0; i < parts.length - (mixed ? 1 : 0); i++) {
      groups[i] = number(parts[i], 16, 4);
      if (groups[i] < 0) {
        return NONE;
      }
    }
    if (mixed) {
      var tail = ipv4(last);
      if (tail.length == 0) {
        return NONE;
      }
      System.arraycopy(tail, 6, groups, groups.length - 2, 2);
    }
    return groups;
  }

  /// The number that the digits say, or -1 when there are none, too many or others.
  static int number(String digits, int radix, int longest) {
    if (digits.isEmpty() || digits.length() > longest) {
      return -1;
    }
    var value = 0;
    for (var i = 0; i < digits.length(); i++) {
      var c = digits.charAt(i);
      var digit = c < 128 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value;
  }

  static String ipv4(long address) {
    return (address >> 24 & 255)
        + "."
        + (address >> 16 & 255)
        + "."
        + (address >> 8 & 255)
        + "."
        + (address & 255);
  }

  /// The longest run of two or more zero groups becomes `::` (RFC 5952).
  static String ipv6(long high, long low) {
    var start = -1;
    var longest = 1;
    for (var i = 0; i < 8; i++) {
      var run = 0;
      while (i + run < 8 && group(high, low, i + run) == 0) {
        run++;
      }
      if (run > longest) {
        start = i;
        longest = run;
      }
    }
    var text = new StringBuilder();
    for (var i = 0; i < 8; i++) {
      if (i == start) {
        text.append("::");
        i += longest - 1;
      } else {
        text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
        text.append(Integer.toHexString(group(high, low, i)));
      }
    }
    return text.toString();
  }

  private static int group(long high, long low, int index) {
    var half = index < 4 ? high : low;
    return (int) (half >>> (48 - 16 * (index % 4)) & 0xffff);
  }
}
