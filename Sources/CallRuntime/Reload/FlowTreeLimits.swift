/// How large a folder of flows may be before reading it is refused.
public struct FlowTreeLimits: Sendable, Equatable {
    /// The most bytes one source may have.
    public var fileBytes = 1 << 20
    /// The most bytes all sources together may have.
    public var treeBytes = 64 << 20
    /// The most sources.
    public var files = 5_000
    /// The most entries of any kind, so that a root set to `/` by mistake ends soon.
    public var entries = 100_000
    /// How often a tree that changes while it is read is read again.
    public var tries = 8

    /// The limits of a running server.
    public init() {}
}
