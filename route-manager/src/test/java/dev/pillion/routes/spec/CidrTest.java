package dev.pillion.routes.spec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CidrTest {
  @ParameterizedTest
  @CsvSource({
    "169.254.170.2, 169.254.170.2/32",
    "10.1.2.3/16, 10.1.0.0/16",
    "255.255.255.255/0, 0.0.0.0/0",
    "fd00:ec2::23, fd00:ec2::23/128",
    "2001:DB8:0:0:1::/64, 2001:db8::/64",
    "::, ::/128",
    "::1, ::1/128",
    "1::, 1::/128",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3/128",
    "1:0:3:2:5:6:7:8, 1:0:3:2:5:6:7:8/128",
    "::ffff:192.0.2.1, ::ffff:c000:201/128",
    "ffff::/0, ::/0",
    "ffff:ffff:ffff:ffff:ffff::/63, ffff:ffff:ffff:fffe::/63",
  })
  void anAddressIsReadAndItsHostBitsCleared(String text, String block) {
    assertEquals(Optional.of(block), Cidr.parse(text).map(Cidr::toString));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "01.2.3.4",
        "1.2.3.4/33",
        "1.2.3.4/",
        "1.2.3.4/-1",
        "1.2.3.4/8/8",
        "1.2.3.4 ",
        ":",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "12345::",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7::8",
        ":1:2:3:4:5:6:7",
        "::1/129",
        "fe80::1%eth0",
        "::1.2.3",
        "1.2.3.4::",
        "g::",
        "١.2.3.4"
      })
  void otherTextIsNoAddress(String text) {
    assertEquals(Optional.empty(), Cidr.parse(text));
  }

  @Property(tries = 500)
  void whatIsWrittenReadsAsTheSameAndAsTheJdkReadsIt(
      @ForAll long high, @ForAll long low, @ForAll @IntRange(max = 128) int prefix)
      throws Exception {
    var block = new Cidr(Family.IPV6, high & (low << 7), low & high, prefix);
    assertEquals(Optional.of(block), Cidr.parse(block.toString()));
    var whole = new Cidr(Family.IPV6, high & (low << 7), low & high, 128);
    var text = whole.toString().replace("/128", "");
    var bytes = ByteBuffer.allocate(16).putLong(whole.high()).putLong(whole.low());
    assertArrayEquals(
        InetAddress.getByAddress(bytes.array()).getAddress(),
        InetAddress.ofLiteral("[" + text + "]").getAddress());
  }
}
