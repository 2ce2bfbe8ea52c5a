import CallModel
import Hummingbird

/// The files of recordings: `GET /recordings/{id}/content` with ranges, `GET …/metadata`, `DELETE /recordings/{id}`. Signed
/// as every request to the service is.
enum RecordingRoutes {
    static func respond(to request: ServiceRequest, _ emulator: CallEmulator) async -> Response {
        let parts = request.path.split(separator: "/").map(String.init)
        do throws(ServiceError) {
            try await emulator.checkSignature(request)
            switch (request.method, parts.count, parts.last) {
            case ("GET", 3, "content"):
                guard let file = await emulator.recordingFile(parts[1]) else { throw .notFound("Recording") }
                return try await SoundAnswer.response(file, request.headers["range"])
            case ("GET", 3, "metadata"):
                guard let data = await emulator.recordingMetadata(parts[1]) else { throw .notFound("Recording") }
                return EmulatorServer.response(ServiceResponse(status: 200, body: data))
            case ("DELETE", 2, _):
                guard await emulator.deleteRecording(parts[1]) else { throw .notFound("Recording") }
                return EmulatorServer.response(ServiceResponse(status: 200))
            default: throw .notFound("Recording")
            }
        } catch {
            return EmulatorServer.response(error.response)
        }
    }
}

extension CallEmulator {
    func checkSignature(_ request: ServiceRequest) throws(ServiceError) {
        try core.verifier.check(request, at: time())
    }

    /// The file of a recording; nil when there is none.
    func recordingFile(_ id: String) -> SoundFile? { core.recordingFile(id, voices: voices) }

    func recordingMetadata(_ id: String) -> JSONValue? { core.recordingMetadata(id) }

    func deleteRecording(_ id: String) -> Bool { command { core, _ in core.deleteRecording(id) } }
}
