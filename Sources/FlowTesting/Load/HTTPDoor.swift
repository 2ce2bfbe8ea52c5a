import AsyncHTTPClient
import CallEmulator
import NIOCore
import NIOHTTP1

/// Sends events to a server by HTTP, and measures how long it takes to answer.
final class HTTPDoor: EventDoor {
    private let client: HTTPClient
    private let latencies: LatencyTable

    init(on group: any EventLoopGroup, _ latencies: LatencyTable) {
        client = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: Courier.configuration)
        self.latencies = latencies
    }

    func take(_ attempt: DeliveryAttempt, answer: @escaping @Sendable (Int?) -> Void) {
        guard
            let request = try? HTTPClient.Request(
                url: attempt.address, method: .POST,
                headers: HTTPHeaders(attempt.headers.map { ($0.name, $0.value) }), body: .bytes(attempt.body))
        else { return answer(nil) }
        let begin = NIODeadline.now()
        let limit = begin + .nanoseconds(Int64(attempt.timeout * 1e9))
        client.execute(request: request, deadline: limit).whenComplete { [latencies] result in
            let status = (try? result.get()).map { Int($0.status.code) }
            if let status, status < 300 {
                let took = NIODeadline.now() - begin
                latencies.add(Double(took.nanoseconds) / 1e9, to: .handler(attempt.name))
            } else {
                latencies.refused()
            }
            answer(status)
        }
    }

    func stop() async { try? await client.shutdown() }
}
