/// Which addresses are public: everybody's, and not those of a private network, of this machine, of the cloud that it
/// runs in, or of nobody.
enum PublicAddresses {
    /// What an address is when it is not public, in words; nil for a public one. An IPv4 address inside an IPv6 one is
    /// looked at as itself.
    static func refusal(of address: IPAddress) -> String? {
        if address.bytes.count == 4 { return refused4.first { $0.block.contains(address) }?.words }
        for (block, offset) in embedding where block.contains(address) {
            guard let inner = IPAddress(bytes: Array(address.bytes[offset..<(offset + 4)])) else { return "no address" }
            return refusal(of: inner)
        }
        if let found = refused6.first(where: { $0.block.contains(address) }) { return found.words }
        return global6.contains { $0.contains(address) } ? nil : "of no public range"
    }

    private typealias Row = (block: IPBlock, words: String)

    private static func rows(_ rows: [(String, String)]) -> [Row] {
        rows.compactMap { text, words in IPBlock(text).map { ($0, words) } }
    }

    private static let refused4 = rows([
        ("0.0.0.0/8", "of no host"), ("10.0.0.0/8", "private"), ("100.64.0.0/10", "of a provider's own network"),
        ("127.0.0.0/8", "of this machine"), ("169.254.0.0/16", "link-local, where clouds keep their metadata"),
        ("172.16.0.0/12", "private"), ("192.0.0.0/24", "reserved"), ("192.0.2.0/24", "for examples"),
        ("192.88.99.0/24", "reserved"), ("192.168.0.0/16", "private"), ("198.18.0.0/15", "for measurements"),
        ("198.51.100.0/24", "for examples"), ("203.0.113.0/24", "for examples"), ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"), ("168.63.129.16/32", "of the cloud's own services"),
    ])

    /// IPv6 addresses with an IPv4 address in them, and the byte at which that begins: mapped, NAT64, 6to4.
    private static let embedding: [(block: IPBlock, offset: Int)] = [
        ("::ffff:0:0/96", 12), ("64:ff9b::/96", 12), ("2002::/16", 2),
    ].compactMap { text, offset in IPBlock(text).map { ($0, offset) } }

    private static let refused6 = rows([
        ("::/128", "of no host"), ("::1/128", "of this machine"), ("::/96", "reserved"),
        ("64:ff9b:1::/48", "of a local translator"), ("100::/64", "of no host"), ("2001::/23", "reserved"),
        ("2001:db8::/32", "for examples"), ("3fff::/20", "for examples"), ("fc00::/7", "private"),
        ("fe80::/10", "link-local"), ("fec0::/10", "private"), ("ff00::/8", "multicast"),
    ])

    private static let global6 = ["2000::/3"].compactMap { IPBlock($0) }
}
