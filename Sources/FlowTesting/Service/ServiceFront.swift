import AsyncHTTPClient
import CallAutomation
import CallModel
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1

/// What the public URL leads to while cases are played: events of the tester's phones go to the story that plays, and all
/// others to the server that the flows run on. Its other routes are for this machine only and cannot be reached.
final class ServiceFront: Sendable {
    private struct State {
        /// The port of the server that the flows run on.
        var server: Int?
        var line: ServiceLine?
    }

    private let loop: any EventLoop
    private let client: HTTPClient
    private let secret: String?
    private let phones: Set<String>
    private let way: NIOLockedValueBox<ServiceWay?> = NIOLockedValueBox(nil)
    private let state = NIOLockedValueBox(State())

    init(_ settings: ServiceSettings, on loop: any EventLoop) {
        (self.loop, secret, phones) = (loop, settings.incomingSecret, Set(settings.phones))
        let limits = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5), read: .seconds(30)))
        client = HTTPClient(eventLoopGroupProvider: .shared(loop), configuration: limits)
    }

    /// Knows from now on which addresses were made for phones.
    func open(_ way: ServiceWay) { self.way.withLockedValue { $0 = way } }

    /// The flows are served now, at this port.
    func serve(_ port: Int) { state.withLockedValue { $0.server = port } }

    /// From now on phones are played by this line; nil lets nobody answer.
    func connect(_ line: ServiceLine?) { state.withLockedValue { $0.line = line } }

    var line: ServiceLine? { state.withLockedValue { $0.line } }

    func stop() async { try? await client.shutdown() }

    // MARK: - Requests

    /// Answers a request; on any loop.
    func take(_ request: PlainRequest, answer: @escaping @Sendable (PlainAnswer?) -> Void) {
        let path = request.head.uri.prefix { $0 != "?" }
        if path.hasPrefix(ServiceWay.path) { return answer(PlainAnswer(status: callback(request))) }
        guard path.hasPrefix("/events/") || path.hasPrefix("/health/"), !path.contains("..") else {
            return answer(PlainAnswer(status: 404))
        }
        guard path == "/events/incoming", request.head.method == .POST, isTrusted(request.head.uri),
            let split = offers(in: request)
        else { return handOn(request, request.body, answer) }
        guard let rest = split.rest else {
            ring(split.phones)
            return answer(PlainAnswer(status: 200))
        }
        handOn(request, rest) { [self] given in
            // What is not taken comes again, with all that came beside it.
            if let status = given?.status, status < 300 { ring(split.phones) }
            answer(given)
        }
    }

    private func callback(_ request: PlainRequest) -> Int {
        guard request.head.method == .POST else { return 405 }
        guard let leg = way.withLockedValue({ $0 })?.leg(of: request.head.uri) else { return 403 }
        do throws(WebhookFault) {
            let headers = request.head.headers
            let events = try CloudEventDecoder.decode(body: request.body) { headers.first(name: $0) }
            // Those of a story that is over concern nobody.
            guard let line, line.story == leg.story else { return 200 }
            loop.execute { line.take(events, of: leg.leg) }
            return 200
        } catch {
            return error.status
        }
    }

    private func isTrusted(_ uri: String) -> Bool {
        guard let secret else { return true }
        return uri.drop { $0 != "?" }.dropFirst().split(separator: "&").contains { pair in
            pair.hasPrefix("secret=") && String(pair.dropFirst(7)).removingPercentEncoding == secret
        }
    }

    // MARK: - Offers

    private struct Split {
        var phones: [(number: String, offer: IncomingCall)] = []
        /// The body without these; nil when nothing is left of it.
        var rest: [UInt8]?
    }

    /// Offers to phones, apart from everything else; nil when there is none.
    private func offers(in request: PlainRequest) -> Split? {
        let headers = request.head.headers
        guard !phones.isEmpty,
            case .events(let events)? = try? EventGridDecoder.decode(
                body: request.body, headers: { headers.first(name: $0) }),
            let json = try? JSONValue(parsing: request.body)
        else { return nil }
        let items = json.arrayValue ?? [json]
        guard items.count == events.count else { return nil }
        var (split, others) = (Split(), [JSONValue]())
        for (event, item) in zip(events, items) {
            if event.name == "IncomingCall", let offer = try? IncomingCall(data: event.data),
                phones.contains(offer.to.spoken)
            {
                split.phones.append((offer.to.spoken, offer))
            } else {
                others.append(item)
            }
        }
        guard !split.phones.isEmpty else { return nil }
        split.rest = others.isEmpty ? nil : JSONValue.array(others).encoded
        return split
    }

    private func ring(_ phones: [(number: String, offer: IncomingCall)]) {
        guard let line else { return }
        loop.execute { for (number, offer) in phones { line.take(offer, to: number) } }
    }

    // MARK: - The server

    private func handOn(
        _ request: PlainRequest, _ body: [UInt8], _ answer: @escaping @Sendable (PlainAnswer?) -> Void
    ) {
        let nobody = PlainAnswer(status: 502)
        let headers = HTTPHeaders(request.head.headers.filter { Self.isHandedOn($0.name.lowercased()) })
        guard let port = state.withLockedValue({ $0.server }),
            let onward = try? HTTPClient.Request(
                url: "http://127.0.0.1:\(port)\(request.head.uri)", method: request.head.method, headers: headers,
                body: body.isEmpty ? nil : .bytes(body))
        else { return answer(nobody) }
        client.execute(request: onward, deadline: .now() + .seconds(30)).whenComplete { result in
            guard let given = try? result.get() else { return answer(nobody) }
            let headers = given.headers.filter { Self.isHandedBack($0.name.lowercased()) }
            answer(
                PlainAnswer(
                    status: Int(given.status.code), headers: headers.map { ($0.name, $0.value) },
                    body: given.body.map { Array($0.readableBytesView) } ?? []))
        }
    }

    private static func isHandedOn(_ name: String) -> Bool {
        ["content-type", "authorization"].contains(name) || name.hasPrefix("aeg-") || name.hasPrefix("webhook-")
    }

    private static func isHandedBack(_ name: String) -> Bool {
        ["content-type", "allow"].contains(name) || name.hasPrefix("webhook-")
    }
}
