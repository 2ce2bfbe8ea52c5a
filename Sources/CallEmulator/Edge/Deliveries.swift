import AsyncHTTPClient

/// The running deliveries; those of one connection to one address go one after the other.
struct Deliveries {
    private var running: [Int: Task<Void, Never>] = [:]
    private var lastOf: [String: Task<Void, Never>] = [:]
    private var lastID = 0
    private var finished = FinishedTasks()

    static func makeClient() -> HTTPClient {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5), read: .seconds(30)))
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        // A refused connection is a try that failed, at once.
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Runs `body` once the one before it under the same name is through.
    mutating func run(after name: String? = nil, _ body: @escaping @Sendable () async -> Void) {
        for (id, name) in finished.take() {
            running[id] = nil
            if let name, lastOf[name] != nil, !finished.isPending(name) { lastOf[name] = nil }
        }
        lastID += 1
        let id = lastID
        let previous = name.flatMap { lastOf[$0] }
        let finished = finished
        finished.begin(name)
        let task = Task {
            await previous?.value
            if !Task.isCancelled { await body() }
            finished.end(id, name)
        }
        running[id] = task
        if let name { lastOf[name] = task }
    }

    /// Breaks off what is running; returns what is left to wait for.
    mutating func cancelAll() -> [Task<Void, Never>] {
        let tasks = Array(running.values)
        running = [:]
        lastOf = [:]
        for task in tasks { task.cancel() }
        return tasks
    }
}
