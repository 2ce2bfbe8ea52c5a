import Glibc
import Testing

/// Ports for servers that must come back at the same address.
enum FreePort {
    /// A port that nobody listens on, below those that the system gives out by itself: it is still free when its server
    /// has been killed and starts again.
    static func take() throws -> Int {
        let found = (0..<200).lazy.map { _ in UInt16.random(in: 15_000..<32_000) }.first(where: isFree)
        return Int(try #require(found, "no port is free"))
    }

    private static func isFree(_ port: UInt16) -> Bool {
        // A process that another test starts at this moment would inherit it, and keep the port.
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
