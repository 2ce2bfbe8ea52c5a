/// How soon a watcher looks at its folder.
public struct FlowWatchTimes: Sendable, Equatable {
    /// For how long nothing must have happened before the folder is scanned.
    public var quiet: Duration
    /// The longest that a scan waits for quiet.
    public var longest: Duration
    /// How often the folder is scanned when nothing seems to happen.
    public var net: Duration

    /// Makes the times; as they are, they suit a running server.
    public init(
        quiet: Duration = .milliseconds(100), longest: Duration = .seconds(2), net: Duration = .seconds(5)
    ) {
        self.quiet = quiet
        self.longest = longest
        self.net = net
    }
}

extension Duration {
    /// The duration in seconds.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
