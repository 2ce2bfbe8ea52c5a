import CallAutomation
import CallEmulator
import NIOCore

extension PlainServer {
    /// A server that an emulator in another process sends events to: handshakes it answers itself.
    /// - Parameter take: is given everything else, and the status to answer with, or nil to close the connection.
    static func door(
        on group: any EventLoopGroup,
        take: @escaping @Sendable (DoorArrival, _ answer: @escaping @Sendable (Int?) -> Void) -> Void
    ) async throws -> PlainServer {
        try await start(on: group) { request, answer in
            let isGrid = request.head.uri.hasPrefix("/events/incoming")
            if isGrid, let code = validationCode(request) {
                return answer(PlainAnswer(status: 200, body: EventGridHandshake.validationBody(code: code)))
            }
            let number = request.head.headers.first(name: CallEmulator.deliveryHeader).flatMap { Int($0) } ?? 0
            take(DoorArrival(address: request.head.uri, body: request.body, isGrid: isGrid, number: number)) {
                answer($0.map { PlainAnswer(status: $0) })
            }
        }
    }

    private static func validationCode(_ request: PlainRequest) -> String? {
        let decoded = try? EventGridDecoder.decode(body: request.body) { request.head.headers.first(name: $0) }
        guard case .validation(let code, _)? = decoded else { return nil }
        return code
    }
}
