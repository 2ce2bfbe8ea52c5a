import AsyncHTTPClient
import CallAutomation
import CallModel
import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// The web sockets of the application that are dialled or up, by the emulator's id of the stream.
struct StreamSockets {
    var up: [String: StreamSocket] = [:]
    /// Messages that were sent while the clock is held and have no answer yet.
    var underWay = 0
    /// The number of the last of those.
    var last = 0
    /// Of each stream the work that is not done yet, one after the other.
    var queues: [String: [StreamOrder]] = [:]
}

/// A stream as it stands, for people and for tests.
public struct StreamView: Sendable, Equatable {
    /// The emulator's id.
    public var stream: String
    /// Which of the two.
    public var kind: StreamKind
    /// The connection that it belongs to.
    public var callConnectionID: String
    /// `inactive`, `opening` or `active`.
    public var state: String
    /// Messages that were sent, sound among them.
    public var sent: Int
    /// Frames of sound that were not, since the application was too slow.
    public var dropped: Int
    /// Messages that came from the application.
    public var received: Int
    /// Bytes of sound among them.
    public var receivedBytes: Int

    var json: JSONValue {
        [
            "stream": .string(stream), "kind": .string(kind.rawValue),
            "call_connection_id": .string(callConnectionID), "state": .string(state), "sent": .integer(Int64(sent)),
            "dropped": .integer(Int64(dropped)), "received": .integer(Int64(received)),
            "received_bytes": .integer(Int64(receivedBytes)),
        ]
    }
}

/// Streams go over web sockets. With a held clock, where time stands still, their messages are posted over HTTP instead: then it
/// is known when they have come, and there is no sound.
extension CallEmulator {
    /// The streams of a call's connections.
    public func streams(ofCall id: String) throws(ControlError) -> [StreamView] {
        let call = try core.known(id)
        return call.legIDs.compactMap { core.legs[$0] }.flatMap { leg in
            StreamKind.allCases.compactMap { kind in
                leg[kind].map { stream in
                    let counts = sockets.up[stream.id]?.counts ?? lastCounts[stream.id] ?? StreamSocket.Counts()
                    return StreamView(
                        stream: stream.id, kind: kind, callConnectionID: leg.id, state: stream.state.rawValue,
                        sent: counts.sent, dropped: counts.dropped, received: counts.received,
                        receivedBytes: counts.receivedBytes)
                }
            }
        }
    }

    func carry(_ order: StreamOrder) {
        if clock.isHeld { return post(order) }
        switch order {
        case .open(let opening): tasks.run { [weak self] in await self?.dial(opening) }
        case .send(let stream, let message): sockets.up[stream]?.send(message)
        case .close(let stream): closeSocket(stream)
        }
    }

    /// Nobody hears any more.
    func hangUpStreams() {
        for stream in sockets.up.keys { closeSocket(stream) }
        sockets.queues = [:]
    }

    private func closeSocket(_ stream: String) {
        guard let socket = sockets.up.removeValue(forKey: stream) else { return }
        remember(socket.counts, of: stream)
        socket.close()
    }

    private func remember(_ counts: StreamSocket.Counts, of stream: String) {
        if lastCounts.count >= 1_000 { lastCounts = [:] }
        lastCounts[stream] = counts
    }

    // MARK: - Web sockets

    private func dial(_ opening: StreamOpening) async {
        let (id, group) = (opening.stream, MultiThreadedEventLoopGroup.singleton)
        let result: Result<StreamSocket, StreamSocket.Fault>
        do throws(StreamSocket.Fault) {
            result = .success(
                try await StreamSocket.dial(opening, on: group) { [weak self] in Task { await self?.brokeOff(id) } })
        } catch {
            result = .failure(error)
        }
        switch result {
        case .success(let socket):
            // It may have been stopped while it was dialled.
            guard !Task.isCancelled, core.wantsStream(id) else { return socket.close() }
            sockets.up[id] = socket
            socket.send(opening.metadata)
            core.streamOpened(id, at: time())
            if opening.kind == .media { tasks.run { [weak self] in await Self.play(id, of: self) } }
        case .failure(let fault): core.streamFailed(id, .refused(fault.text), at: time())
        }
        settle()
    }

    private func brokeOff(_ stream: String) {
        guard let socket = sockets.up.removeValue(forKey: stream) else { return }
        remember(socket.counts, of: stream)
        core.streamFailed(stream, .interrupted("the application closed the connection"), at: time())
        settle()
    }

    /// Sends sound, fifty frames a second, as long as the stream is up.
    private static func play(_ stream: String, of emulator: CallEmulator?) async {
        let clock = ContinuousClock()
        var next = clock.now
        while !Task.isCancelled, let emulator, await emulator.sendSound(stream) {
            next = max(next + .milliseconds(20), clock.now - .milliseconds(200))
            do { try await Task.sleep(until: next, clock: clock) } catch { return }
        }
    }

    private func sendSound(_ stream: String) -> Bool {
        guard let socket = sockets.up[stream] else { return false }
        socket.sendSound(core.frames(of: stream, at: time()))
        return true
    }

    // MARK: - A held clock

    private func post(_ order: StreamOrder) {
        sockets.queues[order.stream, default: []].append(order)
        if sockets.queues[order.stream]?.count == 1 { postNext(order.stream) }
    }

    private func postNext(_ stream: String) {
        guard let order = sockets.queues[stream]?.first else {
            sockets.queues[stream] = nil
            return
        }
        switch order {
        case .open(let opening):
            postedTo[stream] = opening.url
            post(opening.metadata, opening.url, of: stream)
        case .send(_, let message):
            guard let url = postedTo[stream] else { return posted(stream, isThere: true) }
            post(message, url, of: stream)
        case .close:
            postedTo[stream] = nil
            posted(stream, isThere: true)
        }
    }

    private func post(_ message: StreamMessage, _ url: String, of stream: String) {
        guard let client else { return posted(stream, isThere: false) }
        sockets.underWay += 1
        sockets.last += 1
        // After the events of the same moment.
        let number = 1_000_000_000 + sockets.last
        tasks.run { [weak self] in
            var request = HTTPClientRequest(url: "http" + url.dropFirst(2))
            request.method = .POST
            request.headers.add(name: "content-type", value: "application/json")
            request.headers.add(name: CallEmulator.deliveryHeader, value: "\(number)")
            request.body = .bytes(message.json.encoded)
            let response = try? await client.execute(request, timeout: .seconds(3_600))
            if let response { _ = try? await response.body.collect(upTo: 1 << 16) }
            let isThere = response.map { (200..<300).contains($0.status.code) } ?? false
            await self?.ended(stream, isThere: isThere)
        }
    }

    private func ended(_ stream: String, isThere: Bool) {
        posted(stream, isThere: isThere)
        settle()
        sockets.underWay -= 1
    }

    private func posted(_ stream: String, isThere: Bool) {
        guard let order = sockets.queues[stream]?.first else { return }
        sockets.queues[stream]?.removeFirst()
        switch order {
        case .open:
            if isThere {
                core.streamOpened(stream, at: time())
            } else {
                core.streamFailed(stream, .refused("nobody takes it"), at: time())
            }
        case .send:
            if !isThere { core.streamFailed(stream, .interrupted("the connection broke off"), at: time()) }
        case .close: break
        }
        postNext(stream)
    }
}
