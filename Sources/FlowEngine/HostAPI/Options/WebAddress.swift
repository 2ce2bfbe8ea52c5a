/// Whether a text is an absolute address that the service takes: https, or http on this machine.
enum WebAddress {
    /// The machine's own names, where a local emulator listens without TLS.
    private static let local: Set<String> = ["127.0.0.1", "localhost"]

    static func isUsable(_ text: String) -> Bool {
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !#""<>\^`{|}"#.utf8.contains($0) }),
            let mark = text.firstRange(of: "://")
        else { return false }
        let rest = text[mark.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        let parts = authority.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 {
            guard let port = UInt16(parts[1]), port > 0, parts[1].first?.isNumber == true else { return false }
        }
        let host = String(parts[0]).lowercased()
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        let isHost = labels.allSatisfy { label in
            !label.isEmpty && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
        }
        guard isHost else { return false }
        switch text[..<mark.lowerBound].lowercased() {
        case "https": return true
        case "http": return local.contains(host)
        default: return false
        }
    }
}
