"""The legal persons that help citizens: municipalities, unemployment funds, private advisers and others."""
