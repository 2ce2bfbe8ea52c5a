import AsyncHTTPClient
import CallAutomation
import CallEmulator
import CallModel
import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix

/// The way to an emulator in another process: the client that the runtime's requests go through, the server that events
/// come to, and the control API. It is made once, for one case after the other.
public final class EmulatorLink: Sendable {
    /// Where events are sent to.
    public let ownAddress: String
    private let address: String
    private let control: HTTPClient
    private let client: CallAutomationClient
    private let loop: any EventLoop
    private let door: PlainServer
    private let current: NIOLockedValueBox<EmulatorLine?>

    /// Connects to an emulator, whose clock is held from the first case on. Its calls are forgotten with each case.
    /// - Parameter connectionString: as `hookswitch emulate` prints it.
    /// - Throws: `StageFault` when it does not answer, or cannot reach this process.
    public init(connectionString: String) async throws {
        let connection = try ConnectionString(connectionString)
        var address = connection.endpoint
        while address.hasSuffix("/") { address.removeLast() }
        self.address = address
        let (group, current) = (MultiThreadedEventLoopGroup.singleton, NIOLockedValueBox<EmulatorLine?>(nil))
        (loop, self.current) = (group.next(), current)
        var settings = ClientConfiguration()
        // Time limits are the stage's own, by its clock.
        settings.tryTimeout = 3_600
        client = try CallAutomationClient(
            endpoint: address, credential: .accessKey(connection.accessKey), eventLoops: [loop],
            configuration: settings,
            now: { current.withLockedValue { $0?.time.now() } ?? Date().timeIntervalSince1970 })
        var asking = HTTPClient.Configuration(timeout: .init(connect: .seconds(5), read: .seconds(60)))
        // Nobody there is an answer.
        asking.connectionPool.retryConnectionEstablishment = false
        control = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: asking)
        door = try await PlainServer.door(on: group) { arrival, answer in
            guard let line = current.withLockedValue({ $0 }) else { return answer(nil) }
            line.arrived(arrival, answer)
        }
        ownAddress = door.address
        do {
            let subscription: JSONValue = ["endpoint": .string(ownAddress + "/events/incoming")]
            let request = try self.request("POST", "subscriptions", subscription)
            let status = try json(of: try await control.execute(request: request).get(), "subscriptions")
            if let problem = status?["problem"]?.stringValue {
                throw StageFault("the emulator at \(address) does not reach \(ownAddress): \(problem)")
            }
        } catch {
            await close()
            throw error
        }
    }

    /// Lets go of everything. The emulator's clock stays as it is.
    public func close() async {
        current.withLockedValue { $0 = nil }
        await client.shutdown()
        try? await control.shutdown()
        await door.stop()
    }

    /// From now on events go to this line; nil sends them away.
    func serve(_ line: EmulatorLine?) { current.withLockedValue { $0 = line } }

    /// Sends one try of a request.
    func send(
        _ exchange: VirtualExchange, told: @escaping @Sendable (RetryPolicy.Outcome?, SendResult) -> Void
    ) {
        var attempt = exchange.attempt
        attempt.timeLimit = 3_600
        loop.execute { [client, attempt] in
            client.sendOnce(exchange.request, attempt: attempt, on: 0, completion: told)
        }
    }

    /// Asks the control API, and waits: never on an event loop.
    /// - Returns: nil for an answer without a body.
    /// - Throws: `StageFault` with what the emulator says.
    func ask(_ method: String, _ path: String, _ body: JSONValue? = nil) throws -> JSONValue? {
        try json(of: try control.execute(request: try request(method, path, body)).wait(), path)
    }

    private func request(_ method: String, _ path: String, _ body: JSONValue?) throws -> HTTPClient.Request {
        try HTTPClient.Request(
            url: "\(address)/emulator/v1/\(path)", method: HTTPMethod(rawValue: method),
            body: body.map { .bytes($0.encoded) })
    }

    private func json(of response: HTTPClient.Response, _ path: String) throws -> JSONValue? {
        let body = response.body.map { Array($0.readableBytesView) } ?? []
        let json = body.isEmpty ? nil : try JSONValue(parsing: body)
        guard response.status.code < 300 else {
            throw EmulatorRefusal(
                status: Int(response.status.code),
                description: json?["error"]?["message"]?.stringValue
                    ?? "the emulator answered \(path) with \(response.status.code)")
        }
        return json
    }
}

/// What an emulator in another process says no to.
struct EmulatorRefusal: Error, CustomStringConvertible {
    let status: Int
    let description: String
}
