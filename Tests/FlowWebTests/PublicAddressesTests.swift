import CallModel
import Testing

@testable import FlowWeb

struct PublicAddressesTests {
    @Test(arguments: [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "169.254.0.1", "100.64.0.1", "100.127.255.255", "168.63.129.16", "192.0.0.192", "198.19.0.1",
        "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "192.0.2.7", "203.0.113.9", "::", "::1",
        "fe80::1", "febf::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "2001::1", "100::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::a00:1",
        "64:ff9b::169.254.169.254", "64:ff9b:1::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "4000::1", "5f00::1",
    ])
    func anAddressThatIsNotPublicIsRefused(text: String) throws {
        #expect(PublicAddresses.refusal(of: try #require(IPAddress(text))) != nil)
    }

    @Test(arguments: [
        "8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "169.253.1.1",
        "192.167.0.1", "223.255.255.255", "2606:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
        "2002:808:808::1",
    ])
    func aPublicAddressIsNot(text: String) throws {
        #expect(PublicAddresses.refusal(of: try #require(IPAddress(text))) == nil)
    }

    @Test func aBlockHasItsLeadingBits() throws {
        let block = try #require(IPBlock("10.1.128.0/17"))
        #expect(block.contains(try #require(IPAddress("10.1.255.255"))))
        #expect(!block.contains(try #require(IPAddress("10.1.127.255"))))
        #expect(!block.contains(try #require(IPAddress("::ffff:10.1.128.1"))))
        #expect(IPBlock("0.0.0.0/0")?.contains(try #require(IPAddress("9.9.9.9"))) == true)
        for wrong in ["10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "x/8", "fd00::/129", "10.0.0/8"] {
            #expect(IPBlock(wrong) == nil, "\(wrong)")
        }
    }

    @Test func whatIsLetInIsNotRefused() throws {
        let inner = try #require(IPAddress("10.1.2.3"))
        #expect(
            WebPolicy().refusal(of: inner, host: "crm.internal") == "crm.internal leads to 10.1.2.3, which is private")
        let hosts = WebPolicy(privateHosts: [HostPattern("*.internal")].compactMap { $0 })
        #expect(hosts.refusal(of: inner, host: "crm.internal") == nil)
        #expect(hosts.refusal(of: inner, host: "crm.example") != nil)
        let blocks = WebPolicy(privateBlocks: [IPBlock("10.1.0.0/16")].compactMap { $0 })
        #expect(blocks.refusal(of: inner, host: "any") == nil)
        #expect(blocks.refusal(of: try #require(IPAddress("10.2.0.1")), host: "any") != nil)
    }

    @Test func theSystemFindsThisMachine() async throws {
        let found = await SystemResolver().addresses(of: "localhost")
        #expect(found.contains { $0.description == "127.0.0.1" || $0.description == "::1" })
        // Other spellings of an address are that address.
        #expect(await SystemResolver().addresses(of: "2130706433").map(\.description) == ["127.0.0.1"])
        #expect(await SystemResolver().addresses(of: "0x7f.1").map(\.description) == ["127.0.0.1"])
        #expect(await SystemResolver().addresses(of: "nobody.invalid").isEmpty)
    }
}
