/// The time of a line: that of a stage, or the real one.
protocol StageTime: Sendable {
    /// Seconds since 1970.
    func now() -> Double
    /// Does something on the line's loop, so many seconds from now.
    func run(after seconds: Double, _ body: @escaping @Sendable () -> Void)
}

extension VirtualTime: StageTime {
    func run(after seconds: Double, _ body: @escaping @Sendable () -> Void) { plan(after: seconds, body) }
}
