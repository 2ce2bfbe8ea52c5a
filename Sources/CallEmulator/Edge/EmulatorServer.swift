import CallModel
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTLS
import Logging
import NIOCore

/// The HTTP server of an emulator.
struct EmulatorServer: Sendable {
    let address: CallEmulator.Address
    private let task: Task<Void, Never>

    /// Listens, and returns once it does.
    static func start(_ emulator: CallEmulator) async throws -> EmulatorServer {
        let configuration = emulator.configuration
        let (ports, continuation) = AsyncThrowingStream<Int, any Error>.makeStream()
        var logger = emulator.logger
        // The server's own words are of no interest in a demo.
        // Hummingbird calls the connections that a shutdown cuts errors; they are none.
        logger.logLevel = max(logger.logLevel, .critical)
        let application = Application(
            responder: CallbackResponder<EmulatorRequestContext> { [weak emulator] request, context in
                guard let emulator else { return Response(status: .serviceUnavailable) }
                return await respond(to: request, from: context, emulator)
            },
            server: try configuration.certificate.map { try .tls(tlsConfiguration: $0.serverConfiguration) }
                ?? .http1(),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: "hookswitch-emulator"),
            onServerRunning: { channel in
                await keepFromChildren(channel)
                continuation.yield(channel.localAddress?.port ?? configuration.port)
            },
            logger: logger)
        let task = Task {
            do {
                try await application.run()
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        for try await port in ports {
            let address = CallEmulator.Address(
                host: configuration.host, port: port, isSecure: configuration.certificate != nil)
            return EmulatorServer(address: address, task: task)
        }
        throw ControlError(status: 500, message: "the emulator's server ended before it began")
    }

    /// A process that is started meanwhile would inherit the socket, and keep the port when the emulator has ended.
    private static func keepFromChildren(_ channel: any Channel) async {
        let setting = channel.eventLoop.submit {
            try channel.pipeline.syncOperations.withUnsafeTransportIfAvailable { (descriptor: NIOBSDSocket.Handle) in
                _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            }
        }
        _ = try? await setting.get()
    }

    func stop() async {
        task.cancel()
        await task.value
    }

    private static func respond(
        to request: Request, from context: EmulatorRequestContext, _ emulator: CallEmulator
    ) async -> Response {
        let body: [UInt8]
        do {
            body = try await Array(request.body.collect(upTo: ServiceRequest.bodyLimit).readableBytesView)
        } catch {
            return response(ServiceError.tooLarge.response)
        }
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        headers["host"] = request.head.authority
        let plain = ServiceRequest(
            method: request.method.rawValue, target: request.head.path ?? "/", headers: headers, body: body)
        if PromptRoutes.takes(plain) {
            return await PromptRoutes.respond(to: plain, isLocal: context.isLocal, emulator)
        }
        if plain.path.hasPrefix("/emulator/") {
            return response(await emulator.control(plain, isLocal: context.isLocal))
        }
        if plain.path.hasPrefix("/recordings/") { return await RecordingRoutes.respond(to: plain, emulator) }
        let answer = await emulator.answer(plain)
        if answer.exchange.fate.isWithoutAnswer {
            emulator.wrote(answer, fault: "cut on purpose")
            // What is returned then has nowhere to go.
            try? await context.channel.close()
        }
        let response = response(answer.response, answer.exchange.bytes)
        let isWatched = answer.line != nil && !answer.exchange.fate.isWithoutAnswer
        return isWatched ? watched(response, answer, emulator) : response
    }

    /// The same, and the ledger is told whether it got out.
    private static func watched(_ response: Response, _ answer: HeldAnswer, _ emulator: CallEmulator) -> Response {
        var watched = response
        let body = response.body
        watched.body = ResponseBody(contentLength: body.contentLength) { writer in
            do {
                try await body.write(writer)
                emulator.wrote(answer)
            } catch {
                emulator.wrote(answer, fault: "\(error)")
                throw error
            }
        }
        return watched
    }

    static func response(_ answer: ServiceResponse) -> Response { response(answer, answer.body?.encoded) }

    private static func response(_ answer: ServiceResponse, _ body: [UInt8]?) -> Response {
        var fields = HTTPFields()
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        guard let body else {
            // 204 has no length by its nature; the others say that nothing follows.
            if answer.status != 204 { fields[.contentLength] = "0" }
            return Response(status: .init(code: answer.status), headers: fields)
        }
        fields[.contentType] = "application/json; charset=utf-8"
        return Response(
            status: .init(code: answer.status), headers: fields,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}

/// Knows where a request comes from.
struct EmulatorRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Whether the caller is on this machine.
    let isLocal: Bool
    /// The connection.
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
        let address = source.channel.remoteAddress?.ipAddress ?? ""
        isLocal = address.hasPrefix("127.") || address == "::1" || address.hasPrefix("::ffff:127.")
    }
}
