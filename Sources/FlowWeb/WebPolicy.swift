import CallModel

/// Which servers a node lets its flows ask. Looked at for each hop of a request, behind the resolution of its host.
public struct WebPolicy: Sendable, Equatable {
    /// The hosts that may be asked; empty for every one.
    public var allowedHosts: [HostPattern]
    /// Hosts whose addresses need not be public.
    public var privateHosts: [HostPattern]
    /// Addresses that need not be public.
    public var privateBlocks: [IPBlock]

    /// Every public host.
    public init(
        allowedHosts: [HostPattern] = [], privateHosts: [HostPattern] = [], privateBlocks: [IPBlock] = []
    ) {
        self.allowedHosts = allowedHosts
        self.privateHosts = privateHosts
        self.privateBlocks = privateBlocks
    }

    /// Why a host may not be asked; nil when it may.
    func refusal(ofHost host: String) -> String? {
        if allowedHosts.isEmpty || allowedHosts.contains(where: { $0.matches(host) }) { return nil }
        return "the host \(host) may not be asked (--http-allow)"
    }

    /// Why an address of a host may not be connected to; nil when it may.
    func refusal(of address: IPAddress, host: String) -> String? {
        guard let words = PublicAddresses.refusal(of: address) else { return nil }
        if privateHosts.contains(where: { $0.matches(host) }) || privateBlocks.contains(where: { $0.contains(address) })
        {
            return nil
        }
        return "\(host) leads to \(address), which is \(words)"
    }
}
