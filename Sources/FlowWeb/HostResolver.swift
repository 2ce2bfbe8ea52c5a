import CallModel
import Foundation
import NIOPosix

/// Finds the addresses of hosts.
public protocol HostResolver: Sendable {
    /// The addresses of a name or of an address as text; empty when there are none.
    func addresses(of host: String) async -> [IPAddress]
}

/// The system's resolver, on threads of its own: it blocks.
public struct SystemResolver: HostResolver {
    /// Names that take long to find hold up other names, and nothing else of the process.
    private static let pool: NIOThreadPool = {
        let pool = NIOThreadPool(numberOfThreads: 16)
        pool.start()
        return pool
    }()

    /// The system's resolver.
    public init() {}

    /// What `getaddrinfo` finds, in its order, each once.
    public func addresses(of host: String) async -> [IPAddress] {
        (try? await Self.pool.runIfActive { Self.resolve(host) }) ?? []
    }

    private static func resolve(_ host: String) -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [IPAddress] = []
        var next = list
        while let entry = next {
            next = entry.pointee.ai_next
            guard let address = entry.pointee.ai_addr.flatMap(Self.address), !found.contains(address) else { continue }
            found.append(address)
        }
        return found
    }

    private static func address(_ socket: UnsafeMutablePointer<sockaddr>) -> IPAddress? {
        switch Int32(socket.pointee.sa_family) {
        case AF_INET:
            socket.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { four in
                IPAddress(bytes: withUnsafeBytes(of: four.pointee.sin_addr) { Array($0) })
            }
        case AF_INET6:
            socket.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { six in
                IPAddress(bytes: withUnsafeBytes(of: six.pointee.sin6_addr) { Array($0) })
            }
        default: nil
        }
    }
}
