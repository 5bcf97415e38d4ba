// Writes the bill of materials of a package: quizkit-bom REQUEST OUTPUT.

using QuizKit.Bom;

var request = PackRequest.Read(args[0]);
File.WriteAllText(args[1], BillOfMaterials.Of(request));
